/* ${program.banner} */
#include "${program.id}.h"

const char *const ${program.id}_class_names[${program.upper}_OUTPUTS] =
{
<#list classes as name>
${name}<#sep>,</#sep>
</#list>
};
