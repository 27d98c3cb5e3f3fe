<#import "comment.ftl" as comment>
<@comment.of layer.head.comment/>
