# ${package.banner}
name: ${package.id}
build:
  cmake: zephyr
  kconfig: zephyr/Kconfig
