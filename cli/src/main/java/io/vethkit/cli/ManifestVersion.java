package io.vethkit.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the manifest of this program's jar. */
final class ManifestVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {"vethkit " + (version == null ? "(built from source)" : version)};
    }
}
