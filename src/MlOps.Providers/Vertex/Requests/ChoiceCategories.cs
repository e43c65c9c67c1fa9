using System.Text.Json;

namespace MlOps.Providers.Vertex.Requests;

/// <summary>
/// Choices as the categories that Vertex AI knows, which are texts. Numbers are categories too: as discrete values they would come back in a form that is the service's, <c>32.0</c>, and not the contract's.
/// </summary>
internal static class ChoiceCategories
{
    /// <summary>The category of a choice, from which <see cref="KeptHyperparameter.Read"/> makes the choice again: a text that it would take for something else is quoted.</summary>
    /// <param name="name">The parameter's name, for the error.</param>
    /// <param name="value">The choice.</param>
    public static string Of(string name, object? value)
    {
        var category = KeptHyperparameter.Write(name, value);
        return value is string text && !Equals(KeptHyperparameter.Read(category), text) ? $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"" : category;
    }

    /// <summary>The category of a choice where nothing stands between the service and the training code: the text itself.</summary>
    /// <param name="name">The parameter's name, for the error.</param>
    /// <param name="value">The choice.</param>
    public static string Plain(string name, object? value) => value is string text ? text : KeptHyperparameter.Write(name, value);
}
