using System.Globalization;

namespace MlOps.Benchmarks;

/// <summary>Figures that scripts wrote, as lines of a name and a number.</summary>
internal sealed class Figures
{
    private readonly Dictionary<string, List<double>> _values = [];

    /// <summary>Adds what a script wrote.</summary>
    /// <param name="output">The lines.</param>
    public void Add(string output)
    {
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(' ') is not [var name, var number] || !double.TryParse(number, CultureInfo.InvariantCulture, out var value))
            {
                throw new InvalidDataException($"'{line}' is not a name and a number.");
            }

            if (!_values.TryGetValue(name, out var values))
            {
                _values[name] = values = [];
            }

            values.Add(value);
        }
    }

    /// <summary>All figures of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The figures.</returns>
    public Samples Of(string name) => new(_values[name]);
}
