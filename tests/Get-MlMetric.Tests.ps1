BeforeAll {
    . "$PSScriptRoot/LocalHome.ps1"
    Enter-LocalHome
    $script = 'for i in 1 2 3; do echo "epoch=$i loss=0.$i accuracy=0.9$i"; done'
    $pattern = @{ loss = 'loss=([\d.]+)'; accuracy = 'accuracy=([\d.]+)' }
    $null = Start-ShellJob 'with' $script @{ MetricPattern = $pattern } | Wait-MlJob
    $null = Start-ShellJob 'without' $script | Wait-MlJob
}

AfterAll { Exit-LocalHome }

Describe 'Get-MlMetric' {
    It 'reads the metrics by the patterns of the job' {
        $points = Get-MlMetric with -Metric loss
        $points.Value -join ' ' | Should -Be '0.1 0.2 0.3'
        $points.Epoch -join ' ' | Should -Be '1 2 3'
        $points[0].Name | Should -Be 'loss'
        $points[0].JobName | Should -Be 'with'
    }

    It 'reads every metric when none is named' {
        @(Get-MlMetric with).Count | Should -Be 6
    }

    It 'takes wildcards' {
        (Get-MlMetric with -Metric acc*).Name | Should -Contain 'accuracy'
        Get-MlMetric with -Metric x* | Should -BeNullOrEmpty
    }

    It 'reads by other patterns' {
        (Get-MlMetric without -Pattern @{ l = 'loss=([\d.]+)' }).Value -join ' ' | Should -Be '0.1 0.2 0.3'
    }

    It 'follows a job to its end' {
        $points = Start-ShellJob 'live' 'echo v=1; sleep 1; echo v=2' @{ MetricPattern = @{ v = 'v=(\d)' } } | Get-MlMetric -Follow
        $points.Value -join ' ' | Should -Be '1 2'
    }

    It 'says how to name a pattern when there is none' {
        Get-MlMetric without -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*-Pattern*'
    }

    It 'refuses a pattern that is none' {
        Get-MlMetric without -Pattern @{ l = '(' } -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
    }

    It 'names a metric that the job does not have' {
        Get-MlMetric with -Metric lss -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotFound,*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*loss*'
    }
}
