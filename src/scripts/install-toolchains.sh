#!/bin/sh
# Installs, by Debian package name, the compilers and emulators that the tests use.
# Does nothing when all are there; otherwise needs apt-get and root (or sudo).
set -eu

# Each check succeeds when the tool is there and usable, not merely named.

have() {
  command -v "$1" >/dev/null 2>&1
}

# finds COMPILER FILE: the compiler finds this file on its own (it echoes the bare name otherwise).
finds() {
  have "$1" && [ "$("$1" -print-file-name="$2")" != "$2" ]
}

# links COMPILER [FLAGS]: an empty program compiles and links with these flags.
links() {
  have "$1" || return 1
  printf '#include <stdio.h>\nint main(void) { return 0; }\n' |
    "$@" -x c - -o "$scratch/links" >/dev/null 2>&1
}

has_java_17() {
  have java && have javac || return 1
  major=$(javac -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  [ "${major:-0}" -ge 17 ]
}

# cppcheck has its addon for MISRA C, and what runs it.
checks_misra() {
  have cppcheck || return 1
  printf 'int f(int x) { if (x) return 1; return 2; }\n' >"$scratch/misra.c"
  cppcheck -q --addon=misra "$scratch/misra.c" 2>&1 | grep -q misra-c2012
}

# check NAME: one line of the list below.
check() {
  case $1 in
    gcc) links gcc ;;
    clang) links clang ;;
    gcc-sanitizers) links gcc -fsanitize=address,undefined ;;
    clang-sanitizers) links clang -fsanitize=address,undefined ;;
    arm-libc) finds arm-none-eabi-gcc libc.a ;;
    arm-picolibc) finds arm-none-eabi-gcc picolibc.specs ;;
    riscv-picolibc) finds riscv64-unknown-elf-gcc picolibc.specs ;;
    java-17) has_java_17 ;;
    cppcheck-misra) checks_misra ;;
    arduino-keys) [ -f /usr/share/arduino-builder/platform.txt ] ;;
    kconfiglib) /usr/bin/python3 -c 'import kconfiglib, setconfig' >/dev/null 2>&1 ;;
    *) have "$1" ;;
  esac
}

tools='gcc gcc-sanitizers g++ clang clang-sanitizers arm-none-eabi-gcc arm-libc arm-picolibc riscv64-unknown-elf-gcc
  riscv-picolibc cmake ninja make cppcheck cppcheck-misra clang-tidy arduino-builder arduino-ctags arduino-keys kconfiglib
  xtensa-lx106-elf-gcc qemu-system-arm qemu-system-riscv32 qemu-system-xtensa llvm-objdump java-17 mvn'

missing() {
  for tool in $tools; do
    check "$tool" || echo "$tool"
  done
}

# first PACKAGE...: the first of these that the package lists can install.
first() {
  for package in "$@"; do
    if apt-cache policy "$package" 2>/dev/null | grep 'Candidate:' | grep -qv '(none)'; then
      echo "$package"
      return
    fi
  done
  echo "install-toolchains: none of these packages is available: $*" >&2
}

# The version of an installed clang decides which sanitizer runtime fits.
clang_runtime() {
  major=
  if have clang; then
    major=$(clang -dumpversion | cut -d. -f1)
  fi
  first ${major:+"libclang-rt-$major-dev" "libclang-common-$major-dev"} libclang-rt-dev libclang-rt-14-dev
}

# packages NAME: what to install for one line of the list.
packages() {
  case $1 in
    gcc | gcc-sanitizers) echo gcc libc6-dev ;;
    clang) echo clang libc6-dev && clang_runtime ;;
    clang-sanitizers) clang_runtime ;;
    arm-none-eabi-gcc) echo gcc-arm-none-eabi ;;
    arm-libc) echo libnewlib-arm-none-eabi ;;
    riscv64-unknown-elf-gcc) echo gcc-riscv64-unknown-elf ;;
    arm-picolibc) echo picolibc-arm-none-eabi ;;
    ninja) echo ninja-build ;;
    g++ | cmake | make | cppcheck | clang-tidy | arduino-builder | arduino-ctags) echo "$1" ;;
    arduino-keys) echo arduino-builder ;;
    cppcheck-misra) echo cppcheck python3-minimal ;;
    kconfiglib) echo python3-kconfiglib ;;
    riscv-picolibc) echo picolibc-riscv64-unknown-elf ;;
    xtensa-lx106-elf-gcc) echo gcc-xtensa-lx106 ;;
    qemu-system-arm) echo qemu-system-arm ;;
    qemu-system-riscv32 | qemu-system-xtensa) echo qemu-system-misc ;;
    llvm-objdump) echo llvm ;;
    java-17) first openjdk-17-jdk-headless openjdk-21-jdk-headless ;;
    mvn) echo maven ;;
  esac
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    env DEBIAN_FRONTEND=noninteractive "$@"
  elif have sudo; then
    sudo env DEBIAN_FRONTEND=noninteractive "$@"
  else
    echo "install-toolchains: not root, and there is no sudo to run: $*" >&2
    return 1
  fi
}

install_for() {
  as_root apt-get update -qq
  wanted=$(for tool in "$@"; do packages "$tool"; done | tr ' ' '\n' | sort -u)
  # shellcheck disable=SC2086 # one word per package
  as_root apt-get install -y -qq --no-install-recommends $wanted
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

absent=$(missing)
if [ -z "$absent" ]; then
  exit 0
fi
# shellcheck disable=SC2086 # one word per tool
echo "install-toolchains: missing:" $absent

if have apt-get; then
  # shellcheck disable=SC2086 # one word per tool
  install_for $absent || echo "install-toolchains: the installation failed" >&2
else
  echo "install-toolchains: no apt-get here; install the missing tools by hand" >&2
fi

absent=$(missing)
if [ -n "$absent" ]; then
  # shellcheck disable=SC2086 # one word per tool
  echo "install-toolchains: still missing:" $absent >&2
  exit 1
fi
echo "install-toolchains: all tools are there"
