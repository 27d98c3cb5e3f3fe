# ${program.banner}
cmake_minimum_required(VERSION 3.10)
project(${program.id} C)

# Link with --gc-sections to drop what is not called: run_layer and the self-test.
add_library(${program.id} STATIC ${program.id}.c ${program.id}_weights.c ${program.id}_self_test.c)
target_include_directories(${program.id} PUBLIC .)
set_target_properties(${program.id} PROPERTIES C_STANDARD 99 C_STANDARD_REQUIRED ON C_EXTENSIONS OFF)
if(CMAKE_C_COMPILER_ID MATCHES "GNU|Clang")
  target_compile_options(${program.id} PRIVATE ${optimize} -ffunction-sections -fdata-sections)
endif()

add_executable(${program.id}_example main.c)
set_target_properties(${program.id}_example PROPERTIES C_STANDARD 99 C_STANDARD_REQUIRED ON)
target_link_libraries(${program.id}_example PRIVATE ${program.id})
