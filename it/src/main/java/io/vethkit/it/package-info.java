/** Tests against the real kernel, real tools and real container runtimes. */
package io.vethkit.it;
