package dev.chronicle.cluster;

/** What a registry is built from: the state that all agree on, and the means to change it. */
record Agreement(Network network, Consensus consensus, RegistryState state) {}
