/** Links, addresses, neighbours, routes and rules: rtnetlink(7), typed. */
package io.vethkit.netlink.route;
