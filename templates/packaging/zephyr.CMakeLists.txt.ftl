# ${package.banner}
if(CONFIG_LOWRANK_${package.upper})
  zephyr_library_named(lowrank_${package.id})
  zephyr_library_sources(
<#list package.sources as source>
<#noparse>    ${CMAKE_CURRENT_LIST_DIR}/../</#noparse>${source}<#if source?is_last>)</#if>
</#list>
  zephyr_library_compile_options(${package.optimize})
<#noparse>  zephyr_include_directories(${CMAKE_CURRENT_LIST_DIR}/..)</#noparse>
endif()
