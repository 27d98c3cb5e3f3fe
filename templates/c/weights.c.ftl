<#assign id = program.id>
/* ${program.banner} */
#include "${id}_weights.h"

#include "${id}.h"

const float ${id}_input_scale = ${program.input.scale};
const int32_t ${id}_input_zero_point = ${program.input.zeroPoint};
const float ${id}_output_scale = ${program.output.scale};
const int32_t ${id}_output_zero_point = ${program.output.zeroPoint};

const char ${id}_model_sha256[${program.hashBytes()}] =
    "${program.sha256}";

<#list program.constants as constant>
/*
<#list constant.comment as line>
* ${line}
</#list>
*/
const ${constant.type} ${constant.name}[${constant.count}] =
{
<#list constant.lines as line>
${line}
</#list>
};

</#list>
