namespace MlOps.StandIn.Account;

/// <summary>A bucket that holds the calls of one second and fills evenly.</summary>
internal sealed class RateLimit
{
    private readonly Lock _gate = new();
    private double _left = double.NaN;
    private DateTimeOffset _filled;

    public bool Take(double rate, DateTimeOffset now)
    {
        lock (_gate)
        {
            var capacity = Math.Max(1, rate);
            _left = double.IsNaN(_left) ? capacity : Math.Min(capacity, _left + ((now - _filled).TotalSeconds * rate));
            _filled = now;
            if (_left < 1)
            {
                return false;
            }

            _left--;
            return true;
        }
    }
}
