package io.employeecdc.contract;

import java.util.List;

/**
 * What the registry holds under a subject.
 *
 * @param level what changes it allows, such as {@code FULL_TRANSITIVE}
 * @param inherited true if that is the registry's default and not said of the subject itself
 * @param mode {@code READWRITE}, also where the registry knows no modes; or what else it is
 * @param held ascending; empty if there is no such subject
 * @param deleted numbers of versions that were deleted but not for good, ascending
 */
public record RegistrySubject(
    String name,
    String level,
    boolean inherited,
    String mode,
    List<HeldVersion> held,
    List<Integer> deleted) {}
