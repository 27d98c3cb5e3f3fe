/* ${package.banner} */
/* For build systems that compile the folder src. The real file has the include guard. */
#include "../${file}"
