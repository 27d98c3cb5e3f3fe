# ${package.banner}
version: "${package.settings.version}"
description: "${package.title}"
license: "${package.settings.license}"
dependencies:
  idf: ">=4.4"
