namespace MlOps;

/// <summary>Finds the name that someone probably meant.</summary>
public static class NearestName
{
    /// <summary>The candidate that takes the fewest edits to become the name, when there is one close enough to be a slip of the fingers.</summary>
    /// <param name="name">The name as it was typed.</param>
    /// <param name="candidates">The names that there are.</param>
    /// <returns>The nearest, the first of several that are equally near; <see langword="null"/> when none is close.</returns>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        // One letter is near every other one.
        var limit = name.Length < 2 ? 0 : Math.Max(1, name.Length / 3);
        string? nearest = null;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) <= limit && Distance(name, candidate) is var distance && distance <= limit)
            {
                (nearest, limit) = (candidate, distance - 1);
            }
        }

        return nearest;
    }

    /// <summary>How many characters have to be put in, left out, replaced or swapped with their neighbour. Case does not count.</summary>
    private static int Distance(string from, string to)
    {
        var distances = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                distances[i, j] = i == 0 || j == 0 ? i + j : Best(i, j);
            }
        }

        return distances[from.Length, to.Length];

        int Best(int i, int j)
        {
            var replaced = distances[i - 1, j - 1] + (Same(i, j) ? 0 : 1);
            var best = Math.Min(replaced, Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1);
            return i > 1 && j > 1 && Same(i, j - 1) && Same(i - 1, j) ? Math.Min(best, distances[i - 2, j - 2] + 1) : best;
        }

        bool Same(int i, int j) => char.ToUpperInvariant(from[i - 1]) == char.ToUpperInvariant(to[j - 1]);
    }
}
