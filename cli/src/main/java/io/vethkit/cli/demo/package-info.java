/** The command {@code demo}: a node and pods on a simulated VPC, wired by the installed plugin. */
package io.vethkit.cli.demo;
