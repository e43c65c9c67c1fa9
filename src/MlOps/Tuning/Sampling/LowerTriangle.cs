using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MlOps;

/// <summary>
/// The Cholesky factor of a symmetric matrix and its inverse. Sums are made four at a time in a fixed order, which every processor has or imitates, so that a search repeats on all of them.
/// </summary>
internal sealed class LowerTriangle
{
    private readonly double[][] _rows;
    private readonly double[][] _columnsOfInverse;

    private LowerTriangle(double[][] rows)
    {
        _rows = rows;
        _columnsOfInverse = new double[rows.Length][];
        for (var j = 0; j < rows.Length; j++)
        {
            var column = new double[rows.Length];
            column[j] = 1 / rows[j][j];
            for (var i = j + 1; i < rows.Length; i++)
            {
                column[i] = -Dot(rows[i].AsSpan(j, i - j), column.AsSpan(j, i - j)) / rows[i][i];
            }

            _columnsOfInverse[j] = column;
        }
    }

    /// <summary>The logarithm of the matrix's determinant.</summary>
    public double LogDeterminant => 2 * _rows.Index().Sum(row => Math.Log(row.Item[row.Index]));

    /// <summary>Factors a matrix.</summary>
    /// <param name="matrix">Its rows, up to the diagonal; the factor takes their place.</param>
    /// <returns>The factor; <see langword="null"/> when the matrix is not positive definite, as far as numbers can tell.</returns>
    public static LowerTriangle? Factor(double[][] matrix)
    {
        for (var i = 0; i < matrix.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                matrix[i][j] = (matrix[i][j] - Dot(matrix[i].AsSpan(0, j), matrix[j].AsSpan(0, j))) / matrix[j][j];
            }

            var square = matrix[i][i] - Dot(matrix[i].AsSpan(0, i), matrix[i].AsSpan(0, i));
            if (!(square > 1e-12))
            {
                return null;
            }

            matrix[i][i] = Math.Sqrt(square);
        }

        return new(matrix);
    }

    /// <summary>The inverse of the factor times a vector.</summary>
    public double[] InverseTimes(ReadOnlySpan<double> vector)
    {
        var result = new double[_rows.Length];
        for (var j = 0; j < result.Length; j++)
        {
            AddTimes(result.AsSpan(j), _columnsOfInverse[j].AsSpan(j), vector[j]);
        }

        return result;
    }

    /// <summary>The inverse of the matrix times a vector.</summary>
    public double[] Solve(double[] vector)
    {
        var half = InverseTimes(vector);
        return [.. _columnsOfInverse.Select(column => Dot(column, half))];
    }

    /// <summary>A cell of the inverse of the matrix.</summary>
    /// <param name="i">Its row.</param>
    /// <param name="j">Its column, not after the row.</param>
    public double Inverse(int i, int j) => Dot(_columnsOfInverse[i].AsSpan(i), _columnsOfInverse[j].AsSpan(i));

    /// <summary>The product of two vectors.</summary>
    public static double Dot(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        var first = MemoryMarshal.Cast<double, Vector256<double>>(one);
        var second = MemoryMarshal.Cast<double, Vector256<double>>(other);
        var sums = Vector256<double>.Zero;
        for (var i = 0; i < first.Length; i++)
        {
            sums += first[i] * second[i];
        }

        var sum = sums[0] + sums[1] + (sums[2] + sums[3]);
        for (var i = 4 * first.Length; i < one.Length; i++)
        {
            sum += one[i] * other[i];
        }

        return sum;
    }

    private static void AddTimes(Span<double> to, ReadOnlySpan<double> what, double factor)
    {
        var target = MemoryMarshal.Cast<double, Vector256<double>>(to);
        var source = MemoryMarshal.Cast<double, Vector256<double>>(what);
        for (var i = 0; i < target.Length; i++)
        {
            target[i] += source[i] * factor;
        }

        for (var i = 4 * target.Length; i < to.Length; i++)
        {
            to[i] += what[i] * factor;
        }
    }
}
