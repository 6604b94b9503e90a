/** Links, addresses, neighbours, routes, rules and sysctls as one value. */
package io.vethkit.routing;
