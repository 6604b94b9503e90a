/** Rulesets of nf_tables as values, and the transactions that apply them. */
package io.vethkit.iptables;
