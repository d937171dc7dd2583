package unofficial.qiyuesuo.tests

import java.lang.reflect.InvocationTargetException
import kotlin.reflect.KFunction
import kotlin.reflect.KParameter
import kotlin.reflect.full.callSuspendBy
import kotlin.reflect.full.extensionReceiverParameter
import kotlin.reflect.full.valueParameters
import kotlin.reflect.jvm.javaType
import kotlin.reflect.jvm.kotlinFunction
import unofficial.qiyuesuo.FilePart
import unofficial.qiyuesuo.QiyuesuoClient

/** A call as its users write it in Kotlin: the suspending function of a family, with some of its named arguments. */
internal class Suspending
private constructor(private val function: KFunction<*>, private val arguments: Map<KParameter, Any?>) {
    suspend fun make(): Any? =
        try {
            function.callSuspendBy(arguments)
        } catch (error: InvocationTargetException) {
            throw error.targetException
        }

    companion object {
        /** The call, or null where a user could not write it. */
        fun call(client: QiyuesuoClient, operation: String, members: Map<*, *>, files: List<FilePart>): Suspending? {
            val (family, method) = operation.split(".").map(Typed::camel)
            val function = function(family, method)
            val arguments = mutableMapOf<KParameter, Any?>(
                function.extensionReceiverParameter!! to QiyuesuoClient::class.java.getMethod(family).invoke(client),
            )
            val (several, single) = files.partition { file -> function.valueParameters.any { it.name == file.name() && it.takesList() } }
            val given = members.entries.map { it.key to it.value } + single.map { it.name() to it } +
                several.groupBy { it.name() }.toList()
            for ((name, value) in given) {
                val parameter = function.valueParameters.find { it.name == name } ?: return null
                val argument = value?.let { Typed.converted(it, parameter.type.javaType) }
                val written = if (value == null) parameter.type.isMarkedNullable else argument != null
                // Nobody names an argument twice.
                if (!written || parameter in arguments) return null
                arguments[parameter] = argument
            }
            return Suspending(function, arguments).takeIf { function.parameters.all { it.isOptional || it in arguments } }
        }

        private fun KParameter.takesList(): Boolean = type.classifier == List::class

        /** Extension functions are static methods of a class that is named after their file. */
        private fun function(family: String, method: String): KFunction<*> =
            Class.forName("unofficial.qiyuesuo.kotlin.${family.replaceFirstChar(Char::uppercase)}Kt")
                .methods
                .mapNotNull { it.kotlinFunction }
                .single { it.name == method && it.isSuspend }
    }
}
