package io.vethkit.iptables;

/**
 * A description that is watched, and repaired, as one.
 *
 * @param name whose it is; no other part of the watch has the name
 * @param ruleset what the tables shall have
 */
public record RulesetPart(String name, Ruleset ruleset) {}
