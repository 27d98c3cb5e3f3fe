/* ${package.banner} */
/* For build systems that compile the folder src. */
#include "../${file}"
