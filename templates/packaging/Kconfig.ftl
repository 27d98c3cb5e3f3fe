# ${package.banner}
config LOWRANK_${package.upper}
	bool "${package.id}, a neural network"
	help
	  ${package.title}
	  ${package.details}
