using System.Globalization;
using System.Text.Json.Nodes;

namespace MlOps.StandIn.Google;

/// <summary>Times as the services write them: RFC 3339 with no, three or six decimals.</summary>
internal static class GoogleTime
{
    public static string Text(DateTimeOffset time)
    {
        var micros = time.UtcTicks % TimeSpan.TicksPerSecond / 10;
        var format = micros == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : micros % 1000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
        return time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
    }

    public static DateTimeOffset? Parse(string? text) =>
        text is not null && text.Length >= 10 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>A member that is a time; null when it is not there.</summary>
    public static DateTimeOffset? Of(JsonObject document, string member) => Parse(document[member]?.GetValue<string>());
}
