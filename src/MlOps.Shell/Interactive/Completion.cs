namespace MlOps.Shell.Interactive;

/// <summary>What may stand in the place of a part of the text.</summary>
/// <param name="Start">Where that part begins.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Candidates">What may stand there.</param>
internal sealed record Completion(int Start, int Length, IReadOnlyList<CompletionCandidate> Candidates)
{
    public static Completion None { get; } = new(0, 0, []);

    /// <summary>The beginning that all candidates share.</summary>
    public string CommonPrefix
    {
        get
        {
            var prefix = Candidates.Count > 0 ? Candidates[0].Text : "";
            foreach (var candidate in Candidates)
            {
                var length = 0;
                while (length < prefix.Length && length < candidate.Text.Length
                    && char.ToUpperInvariant(prefix[length]) == char.ToUpperInvariant(candidate.Text[length]))
                {
                    length++;
                }

                prefix = prefix[..length];
            }

            return prefix;
        }
    }
}

/// <summary>One possibility.</summary>
/// <param name="Text">What is inserted.</param>
/// <param name="Label">What the list shows.</param>
internal sealed record CompletionCandidate(string Text, string Label);
