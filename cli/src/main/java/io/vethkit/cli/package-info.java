/** The commands of {@code vethkit}. */
package io.vethkit.cli;
