# Lists all jobs several times and writes how long it took until the first one and until the last one.
param([string] $Manifest, [string] $Provider, [int] $Runs)

Import-Module $Manifest
for ($run = 0; $run -lt $Runs; $run++) {
    $which = if ($run -eq 0) { 'first-' } else { '' }
    $count = 0
    $watch = [Diagnostics.Stopwatch]::StartNew()
    Get-MlJob -Provider $Provider -Kind Training | ForEach-Object {
        if ($count -eq 0) { "${which}row-ms $($watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture))" }
        $count++
    }
    "${which}list-ms $($watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture))"
    "jobs $count"
}
