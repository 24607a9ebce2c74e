/**
 * Every version of {@code EmployeeCDC} as writer against every one as reader: through Confluent's
 * serializer and deserializer with the settings of the services, a real registry, and the
 * consumer's own decode step. Values are compared, not only verdicts.
 *
 * <p>What a reader must see is worked out by {@link
 * io.employeecdc.compatibility.versions.Expectation} from the names of the fields alone, so that
 * Avro's resolution is not judged by itself.
 *
 * <p>Besides the released versions there is a family that was made up ({@code
 * resources/family/vN.avsc}), each of them a change that {@code FULL_TRANSITIVE} allows. It keeps
 * the tests honest while few versions are released. A new released version needs no change here but
 * a value for its new fields in some file of {@code resources/samples}.
 */
package io.employeecdc.compatibility.versions;
