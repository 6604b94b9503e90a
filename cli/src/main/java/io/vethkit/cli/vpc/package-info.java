/** A VPC as values: its ENIs and subnets by mode, and what its namespaces need. */
package io.vethkit.cli.vpc;
