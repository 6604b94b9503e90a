/** Benchmarks in process: the netlink work of the toolkit beside a C program that does the same. */
package io.vethkit.bench;
