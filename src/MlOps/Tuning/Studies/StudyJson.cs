using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlOps;

/// <summary>How the lines of a journal are written. A person may read them; one line is one event.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(PlainValueConverter), typeof(SearchSpaceConverter)])]
[JsonSerializable(typeof(StudyEvent))]
[JsonSerializable(typeof(StudyDriver))]
[JsonSerializable(typeof(OrderedDictionary<string, SpaceEntry>))]
internal sealed partial class StudyJson : JsonSerializerContext
{
    /// <summary>The same, with characters like + and é as they are: the files never become part of a web page.</summary>
    public static StudyJson Readable => s_readable.Value;

    // Lazy, since the generated part of this class has static fields of its own that have to be there first.
    private static readonly Lazy<StudyJson> s_readable = new(() => new(new JsonSerializerOptions(Default!.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
}
