package io.vethkit.it.modes;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netns.NetworkNamespace;

/**
 * Where packets come from or go to: an address in a namespace.
 *
 * @param name what the tables of flows call it
 */
record Place(String name, NetworkNamespace namespace, IpAddress address) {}
