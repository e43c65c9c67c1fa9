using System.Globalization;
using System.Management.Automation;

namespace MlOps.Shell.Hosting.Progress;

/// <summary>Puts a step in one line.</summary>
internal static class ProgressText
{
    /// <summary>What is being done, without how far it is.</summary>
    public static string Step(ProgressRecord record)
    {
        var text = record.Activity;
        text = Joined(text, ": ", record.StatusDescription);
        text = Joined(text, " - ", record.CurrentOperation);
        return text.ReplaceLineEndings(" ");
    }

    /// <summary>What is being done and how far it is.</summary>
    public static string Line(ProgressRecord record)
    {
        var text = Step(record);
        if (record.PercentComplete >= 0)
        {
            text += string.Create(CultureInfo.InvariantCulture, $" ({record.PercentComplete}%)");
        }

        return record.SecondsRemaining >= 0
            ? string.Create(CultureInfo.InvariantCulture, $"{text}, {TimeSpan.FromSeconds(record.SecondsRemaining):c} left")
            : text;
    }

    /// <summary>A part of something that is being done, as short as it can be: what it is and how much of it is done.</summary>
    public static string Part(ProgressRecord record) =>
        record.PercentComplete >= 0 ? string.Create(CultureInfo.InvariantCulture, $"{record.Activity.ReplaceLineEndings(" ")} {record.PercentComplete}%") : Step(record);

    private static string Joined(string text, string separator, string? more) =>
        string.IsNullOrWhiteSpace(more) ? text : text + separator + more;
}
