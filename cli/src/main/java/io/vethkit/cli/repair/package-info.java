/** What is on record, compared with the kernel: plan, diff, explain and repair. */
package io.vethkit.cli.repair;
