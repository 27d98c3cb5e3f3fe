# SPDX-License-Identifier: Apache-2.0
# lowrank-mcu: makes firmware sources out of a model while the firmware is built.
#
#   include(LowrankModel.cmake)
#   lowrank_add_model(app MODEL net.onnx TARGET cortex-m4 MAX_FLASH 64K CALIBRATION images.npy)
#
# lowrank_add_model(TARGET_TO_LINK MODEL FILE TARGET NAME
#   [NAME ID]                       prefix of all C names (default: from the model's file name)
#   [OUTPUT DIR]                    folder of the sources (default: lowrank/ID in the build folder)
#   [CALIBRATION X] [LABELS Y] [HOLDOUT X] [HOLDOUT_LABELS Y] [CLASSES FILE]
#   [SAMPLES N] [SCALE S] [MEAN M] [STD D] [CHANNEL_ORDER O]
#   [MAX_FLASH B] [MAX_RAM B] [MAX_MULTIPLIES N] [MAX_DROP P]
#   [METHOD M] [RANKS R] [RANGE R] [INT16 L] [LICENSE ID]
#   [OPTIONS ...]                   further options of `lowrank build`, as they are
#   [DEPENDS ...])                  further files that the sources depend on
#
# Adds the static library ID, links TARGET_TO_LINK with it, and defines ID_OUTPUT in the caller's
# scope. The sources are made again when the model, the data, the target's descriptor, an option or
# the tool changed, and not otherwise. Relative paths start at the current source folder.
#
# The tool is the program of LOWRANK_PROGRAM, or the jar of LOWRANK_JAR with `java`; both can be
# set as cache or environment variables. Without them `lowrank` is looked for in the PATH.
cmake_minimum_required(VERSION 3.13)

set(LOWRANK_JAR "$ENV{LOWRANK_JAR}" CACHE FILEPATH "lowrank.jar")
set(LOWRANK_PROGRAM "$ENV{LOWRANK_PROGRAM}" CACHE FILEPATH "the program lowrank, instead of the jar")

# The command line of the tool, and the file that changes with it.
function(_lowrank_tool command file)
  set(jar "${LOWRANK_JAR}")
  set(program "${LOWRANK_PROGRAM}")
  if(NOT jar AND NOT program)
    find_program(LOWRANK_IN_PATH lowrank)
    set(program "${LOWRANK_IN_PATH}")
  endif()
  if(program)
    set(${command} "${program}" PARENT_SCOPE)
    set(${file} "${program}" PARENT_SCOPE)
  elseif(jar)
    find_program(LOWRANK_JAVA java HINTS "$ENV{JAVA_HOME}/bin")
    if(NOT LOWRANK_JAVA)
      message(FATAL_ERROR "lowrank_add_model: there is no java in the PATH; install JDK 17 or later")
    endif()
    set(${command} "${LOWRANK_JAVA};-jar;${jar}" PARENT_SCOPE)
    set(${file} "${jar}" PARENT_SCOPE)
  else()
    message(FATAL_ERROR "lowrank_add_model: the tool was not found; set LOWRANK_JAR to lowrank.jar")
  endif()
endfunction()

# What the tool makes of a file name, as `lowrank generate` does without --name.
function(_lowrank_identifier result file)
  get_filename_component(stem "${file}" NAME)
  string(REGEX REPLACE "\\.[^.]*$" "" stem "${stem}")
  string(TOLOWER "${stem}" stem)
  string(REGEX REPLACE "[^a-z0-9]+" "_" stem "${stem}")
  string(REGEX REPLACE "^_+|_+$" "" stem "${stem}")
  string(SUBSTRING "${stem}" 0 60 stem)
  if(NOT stem MATCHES "^[a-z]")
    set(stem "net_${stem}")
  endif()
  set(${result} "${stem}" PARENT_SCOPE)
endfunction()

function(lowrank_add_model app)
  set(files CALIBRATION LABELS HOLDOUT HOLDOUT_LABELS CLASSES)
  set(values SAMPLES SCALE MEAN STD CHANNEL_ORDER MAX_FLASH MAX_RAM MAX_MULTIPLIES MAX_DROP
    METHOD RANKS RANGE INT16 LICENSE)
  cmake_parse_arguments(
    PARSE_ARGV 1 arg "" "MODEL;TARGET;NAME;OUTPUT;${files};${values}" "OPTIONS;DEPENDS")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "lowrank_add_model: unknown arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT TARGET "${app}")
    message(FATAL_ERROR "lowrank_add_model: ${app} is no target; call add_executable before")
  endif()
  foreach(needed MODEL TARGET)
    if(NOT arg_${needed})
      message(FATAL_ERROR "lowrank_add_model: ${needed} is missing")
    endif()
  endforeach()

  get_filename_component(model "${arg_MODEL}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
  set(id "${arg_NAME}")
  if(NOT id)
    _lowrank_identifier(id "${model}")
  endif()
  set(output "${arg_OUTPUT}")
  if(NOT output)
    set(output "lowrank/${id}")
  endif()
  get_filename_component(output "${output}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_BINARY_DIR}")

  set(depends "${model}")
  set(target "${arg_TARGET}")
  if(target MATCHES "\\.yaml$")
    get_filename_component(target "${target}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
    list(APPEND depends "${target}")
  endif()
  set(options build "${model}" --target "${target}" --name "${id}" --package none --force
    -o "${output}")
  foreach(name IN LISTS files values)
    if(DEFINED arg_${name})
      string(TOLOWER "--${name}" option)
      string(REPLACE "_" "-" option "${option}")
      set(value "${arg_${name}}")
      if(name IN_LIST files)
        get_filename_component(value "${value}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
        list(APPEND depends "${value}")
      endif()
      list(APPEND options "${option}" "${value}")
    endif()
  endforeach()
  foreach(file IN LISTS arg_DEPENDS)
    get_filename_component(file "${file}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
    list(APPEND depends "${file}")
  endforeach()
  list(APPEND options ${arg_OPTIONS})

  _lowrank_tool(command tool)
  # Make does not notice that a command changed; a file that is rewritten only then tells it.
  set(stamp "${CMAKE_CURRENT_BINARY_DIR}/lowrank/${id}.options")
  set(text "${command} ${options}\n")
  set(old "")
  if(EXISTS "${stamp}")
    file(READ "${stamp}" old)
  endif()
  if(NOT old STREQUAL text)
    file(WRITE "${stamp}" "${text}")
  endif()

  set(sources ${id}.c ${id}_weights.c ${id}_quantize.c ${id}_quantize_float.c ${id}_self_test.c)
  if(arg_CLASSES)
    list(APPEND sources ${id}_classes.c)
  endif()
  list(TRANSFORM sources PREPEND "${output}/")
  add_custom_command(
    OUTPUT ${sources} "${output}/${id}.h" "${output}/report.json"
    COMMAND ${command} ${options}
    DEPENDS ${depends} "${tool}" "${stamp}"
    COMMENT "Making ${id} of ${arg_MODEL}"
    VERBATIM)
  add_library(${id} STATIC ${sources} "${output}/${id}.h")
  target_include_directories(${id} PUBLIC "${output}")
  set_target_properties(${id} PROPERTIES
    C_STANDARD 99 C_STANDARD_REQUIRED ON C_EXTENSIONS OFF)
  if(CMAKE_C_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(${id} PRIVATE -O2 -ffunction-sections -fdata-sections)
  endif()
  target_link_libraries(${app} PRIVATE ${id})
  set(${id}_OUTPUT "${output}" PARENT_SCOPE)
endfunction()
