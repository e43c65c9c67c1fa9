namespace MlOps;

/// <summary>Texts that an operating system hands to a process: arguments and environment variables.</summary>
internal static class ProcessText
{
    /// <summary>Refuses what no process can receive as it was meant: NUL ends the text there, and half of a surrogate pair has no UTF-8 form.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">Where it stands, to begin a sentence with.</param>
    /// <returns>The text.</returns>
    public static string Check(string text, string place)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
            {
                throw Refused("a NUL character");
            }

            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
            {
                throw Refused($"half of a surrogate pair (U+{(int)text[i]:X4})");
            }

            i++;
        }

        return text;

        MlOpsException Refused(string what) =>
            new(ErrorCode.InvalidArgument, $"{place} has {what}, which no process can receive.", "Remove the character.", place);
    }
}
