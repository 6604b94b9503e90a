/** The command {@code install}: the CNI plugin with its own runtime, where a node looks for it. */
package io.vethkit.cli.install;
