using System.Globalization;
using System.Text;

namespace MlOps.Benchmarks.LogTail;

/// <summary>A large log, written by a job: a piece of it many times over.</summary>
internal static class LargeLog
{
    private const int Pieces = 64;
    private const int PieceLength = 16 * 1024 * 1024;

    /// <summary>The line of shell script that writes the log, of at least 1 GiB.</summary>
    /// <param name="home">Where the piece is put.</param>
    /// <returns>The line.</returns>
    public static async Task<string> PrepareAsync(TemporaryHome home)
    {
        var piece = Path.Combine(home.Path, "piece.log");
        await File.WriteAllTextAsync(piece, Piece());
        return string.Create(CultureInfo.InvariantCulture, $"i=0; while [ $i -lt {Pieces} ]; do cat '{piece}'; i=$((i + 1)); done; rm '{piece}'");
    }

    private static string Piece()
    {
        var text = new StringBuilder(PieceLength + 200);
        var time = new DateTime(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc);
        for (var step = 1; text.Length < PieceLength; step++)
        {
            time = time.AddMilliseconds(180 + (step % 40));
            text.Append(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm:ss,fff} INFO train: epoch={1 + (step / 5000)} step={step} loss={2.3 / Math.Sqrt(step):0.00000} lr={0.1 / (1 + (step / 5000)):0.00000} samples_per_second={1480 + (step % 97)}\n");
        }

        return text.ToString();
    }
}
