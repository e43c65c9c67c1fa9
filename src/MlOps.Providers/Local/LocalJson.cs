using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlOps.Providers.Local;

/// <summary>How the files of a local job are written: indented, since people read them too.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(PlainValueConverter)])]
[JsonSerializable(typeof(LocalJobDocument))]
[JsonSerializable(typeof(StopRequest))]
internal sealed partial class LocalJson : JsonSerializerContext
{
    /// <summary>The same, with characters like + and é as they are: the files never become part of a web page.</summary>
    public static LocalJson Readable => s_readable.Value;

    // Lazy, since the generated part of this class has static fields of its own that have to be there first.
    private static readonly Lazy<LocalJson> s_readable = new(() => new(new JsonSerializerOptions(Default!.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
}
