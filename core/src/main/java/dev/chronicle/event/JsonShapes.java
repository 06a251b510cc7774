package dev.chronicle.event;

import java.lang.annotation.Annotation;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Looks through a record, before anything is stored, for types that could not be read again. */
final class JsonShapes {

    /**
     * Packages whose interfaces stand for collections and times, which have a form of their own.
     */
    private static final Set<String> KNOWN = Set.of("java.util", "java.time");

    private final Set<Type> seen = new HashSet<>();

    private JsonShapes() {}

    /** Refuses {@code type} if it or one of its components, however deep, has an open type. */
    static void check(Class<?> type) {
        new JsonShapes().visit(type, type.getName());
    }

    private void visit(Type type, String where) {
        if (!seen.add(type)) {
            return;
        }
        switch (type) {
            case Class<?> c -> visitClass(c, where);
            case ParameterizedType p -> {
                visit(p.getRawType(), where);
                Stream.of(p.getActualTypeArguments()).forEach(it -> visit(it, where));
            }
            case GenericArrayType a -> visit(a.getGenericComponentType(), where);
            case WildcardType w -> Stream.of(w.getUpperBounds()).forEach(it -> visit(it, where));
            // what stands for it is seen where the record is used
            case TypeVariable<?> _ -> {}
            default -> throw refused(type, where);
        }
    }

    private void visitClass(Class<?> type, String where) {
        if (type.isArray()) {
            visit(type.getComponentType(), where);
        } else if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                visit(component.getGenericType(), type.getName() + "." + component.getName());
            }
        } else if (JsonNames.isChoice(type) && !isMapped(type)) {
            JsonNames.named(type).values().forEach(record -> visit(record, where));
        } else if (type == Object.class || (isOpen(type) && !isMapped(type))) {
            throw refused(type, where);
        }
    }

    /** Whether the class does not say which class a value has. */
    private static boolean isOpen(Class<?> type) {
        return !type.isPrimitive()
                && !type.isEnum()
                && !KNOWN.contains(type.getPackageName())
                && Modifier.isAbstract(type.getModifiers());
    }

    /** Whether the class tells Jackson itself how it is written. */
    private static boolean isMapped(Class<?> type) {
        return Stream.of(type.getAnnotations())
                .map(Annotation::annotationType)
                .map(Class::getPackageName)
                .anyMatch(it -> it.contains(".jackson."));
    }

    private static IllegalArgumentException refused(Type type, String where) {
        return new IllegalArgumentException(
                "not a record, a sealed interface of records or a class with a JSON form: type=%s at=%s"
                        .formatted(type.getTypeName(), where));
    }
}
