# ${package.banner}
<#if package.espIdf>
if(ESP_PLATFORM)
  idf_component_register(
    SRCS
<#list package.sources as source>
      "${source}"
</#list>
    INCLUDE_DIRS ".")
  target_compile_options(<#noparse>${COMPONENT_LIB}</#noparse> PRIVATE ${package.optimize})
  return()
endif()
</#if>
<#if package.cmake>
<#noparse>
cmake_minimum_required(VERSION 3.13)</#noparse>
project(${package.id} VERSION ${package.settings.version} LANGUAGES C)

# What is not called is left out of the firmware: link with -Wl,--gc-sections.
add_library(${package.id} STATIC
<#list package.sources as source>
  ${source}<#if source?is_last>)</#if>
</#list>
add_library(${package.id}::${package.id} ALIAS ${package.id})
<#noparse>
target_include_directories(</#noparse>${package.id} PUBLIC
<#noparse>  $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}>
  $<INSTALL_INTERFACE:include>)</#noparse>
set_target_properties(${package.id} PROPERTIES
  C_STANDARD 99 C_STANDARD_REQUIRED ON C_EXTENSIONS OFF)
if(CMAKE_C_COMPILER_ID MATCHES "GNU|Clang")
  target_compile_options(${package.id} PRIVATE ${package.optimize} -ffunction-sections -fdata-sections)
endif()

# The rest is for this folder alone, not for a project that contains it.
<#noparse>if(NOT CMAKE_SOURCE_DIR STREQUAL CMAKE_CURRENT_SOURCE_DIR)</#noparse>
  return()
endif()

add_executable(${package.id}_example main.c)
set_target_properties(${package.id}_example PROPERTIES C_STANDARD 99 C_STANDARD_REQUIRED ON)
target_link_libraries(${package.id}_example PRIVATE ${package.id})

install(TARGETS ${package.id} EXPORT ${package.id} ARCHIVE DESTINATION lib)
install(FILES ${package.id}.h DESTINATION include)
install(EXPORT ${package.id} NAMESPACE ${package.id}:: FILE ${package.id}-config.cmake
  DESTINATION lib/cmake/${package.id})
install(FILES cmake/${package.id}-config-version.cmake DESTINATION lib/cmake/${package.id})
</#if>
