/** System calls under their C names, file descriptors and errno. */
package io.vethkit.linux;
