package dev.chronicle.event;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells Jackson what it cannot see in records: that a component must be there and is not null
 * unless it is Optional or {@code @Nullable}, and that a sealed interface is written with the name
 * of its record.
 */
final class JsonRecords extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    /** The property that names the record of a sealed interface. No component can have it. */
    static final String TYPE_PROPERTY = "@type";

    private static final Set<Class<?>> OPTIONALS =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    private static final JsonTypeInfo.Value BY_NAME =
            JsonTypeInfo.Value.construct(
                    JsonTypeInfo.Id.NAME,
                    JsonTypeInfo.As.PROPERTY,
                    TYPE_PROPERTY,
                    null,
                    false,
                    true,
                    null);

    @Override
    public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
        RecordComponent component = component(member);
        if (component == null) {
            return super.hasRequiredMarker(config, member);
        }
        return isRequired(component);
    }

    @Override
    public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
        RecordComponent component = component(annotated);
        return component != null && isRequired(component)
                ? JsonSetter.Value.forValueNulls(Nulls.FAIL)
                : super.findSetterInfo(config, annotated);
    }

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(
            MapperConfig<?> config, Annotated annotated) {
        JsonTypeInfo.Value declared = super.findPolymorphicTypeInfo(config, annotated);
        return declared == null
                        && annotated instanceof AnnotatedClass type
                        && JsonNames.isChoice(type.getRawType())
                ? BY_NAME
                : declared;
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
        List<NamedType> declared = super.findSubtypes(config, annotated);
        return declared == null
                        && annotated instanceof AnnotatedClass type
                        && JsonNames.isChoice(type.getRawType())
                ? JsonNames.named(type.getRawType()).entrySet().stream()
                        .map(named -> new NamedType(named.getValue(), named.getKey()))
                        .toList()
                : declared;
    }

    @Override
    public @Nullable String findTypeName(MapperConfig<?> config, AnnotatedClass type) {
        String declared = super.findTypeName(config, type);
        return declared == null && type.getRawType().isRecord()
                ? JsonNames.name(type.getRawType())
                : declared;
    }

    /** Whether this is a component of a record that may not be null. */
    static boolean refusesNull(AnnotatedMember member) {
        RecordComponent component = component(member);
        return component != null && !isNullable(component);
    }

    private static boolean isRequired(RecordComponent component) {
        return !OPTIONALS.contains(component.getType()) && !isNullable(component);
    }

    private static boolean isNullable(RecordComponent component) {
        return Stream.of(component.getAnnotations(), component.getAnnotatedType().getAnnotations())
                .flatMap(Stream::of)
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getSimpleName().equals("Nullable"));
    }

    private static @Nullable RecordComponent component(Annotated annotated) {
        if (!(annotated instanceof AnnotatedMember member)
                || !member.getDeclaringClass().isRecord()) {
            return null;
        }
        RecordComponent[] components = member.getDeclaringClass().getRecordComponents();
        if (member instanceof AnnotatedParameter parameter) {
            boolean canonical =
                    parameter.getOwner().getAnnotated() instanceof Constructor<?> constructor
                            && constructor.getParameterCount() == components.length;
            return canonical ? components[parameter.getIndex()] : null;
        }
        return Stream.of(components)
                .filter(it -> it.getName().equals(member.getName()))
                .findFirst()
                .orElse(null);
    }
}
