/* ${program.banner} */
#ifndef ${program.upper}_WEIGHTS_H
#define ${program.upper}_WEIGHTS_H

#include <stdint.h>

<#list program.constants as constant>
extern const ${constant.type} ${constant.name}[${constant.count}];
</#list>

#endif
