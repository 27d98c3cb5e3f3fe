<#-- The comment over a layer's function. -->
<#macro of lines>
/*
<#list lines as line>
* ${line}
</#list>
*/
</#macro>
