# ${package.banner}
# find_package(${package.id}) with this folder in CMAKE_PREFIX_PATH, or with ${package.id}_DIR at
# this file: the library is built from its sources, with the flags of the project that asks for it.
if(NOT TARGET ${package.id}::${package.id})
  add_subdirectory(
<#noparse>    "${CMAKE_CURRENT_LIST_DIR}/.." "${CMAKE_CURRENT_BINARY_DIR}</#noparse>/${package.id}" EXCLUDE_FROM_ALL)
endif()
