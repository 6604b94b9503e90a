package io.vethkit.routing;

/**
 * A description that is watched, and repaired, as one: what an attachment needs, say, or the node.
 *
 * @param name whose it is; no other part of the watch has the name
 * @param state what the namespace shall have
 */
public record Part(String name, NamespaceState state) {}
