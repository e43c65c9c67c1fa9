BeforeAll {
    . "$PSScriptRoot/LocalHome.ps1"
    Enter-LocalHome

    # A search on this machine whose trials run a line of sh; $2 is x.
    function Start-ShellStudy([string] $Name, [string] $Script, [hashtable] $Parameter = @{}) {
        $given = @{ SearchSpace = @{ x = New-MlRange 0 10 }; Metric = 'loss'; MaxTrials = 4; MaxParallel = 2; Seed = 1; Strategy = 'Random'; Command = 'sh', '-c', $Script, 'sh' }
        foreach ($key in $Parameter.Keys) { $given[$key] = $Parameter[$key] }
        Start-MlTuning $Name -Provider Local @given
    }
}

AfterAll {
    # Nobody may write into the home any more when it is deleted.
    Get-MlJob -Kind Tuning | Stop-MlJob -PassThru | Wait-MlJob -Timeout 30 | Out-Null
    Exit-LocalHome
}

Describe 'A search on this machine' {
    BeforeAll {
        $study = Start-ShellStudy first 'echo "epoch=1 loss=$2"'
        $done = $study | Wait-MlJob -Timeout 60
    }

    It 'is a tuning job from the moment it is started' {
        $study | Should -BeOfType ([MlOps.MlTuningJob])
        $study.Kind | Should -Be 'Tuning'
        $study.Status | Should -BeIn 'Pending', 'Running'
        $study.Engine | Should -Be 'Client'
        $study.EngineReason | Should -BeLike '*this machine has no tuning service*'
    }

    It 'is listed with its counts and its best trial' {
        $listed = Get-MlJob first -Kind Tuning
        $listed.Status | Should -Be 'Succeeded'
        $listed.SucceededTrials | Should -Be 4
        $listed.BestTrial.Value | Should -Be (Get-MlTrial first -First 1).Value
        $listed.Id | Should -Be $study.Id
    }

    It 'gives its trials, the best first' {
        $trials = Get-MlTrial first
        $trials.Count | Should -Be 4
        $sorted = [double[]] $trials.Value
        [Array]::Sort($sorted)
        $sorted -join ' ' | Should -Be ($trials.Value -join ' ')
        foreach ($trial in $trials) { $trial.Value | Should -Be $trial.Hyperparameter['x'] }
    }

    It 'has a training job for each trial, which says whose it is' {
        $jobs = @(Get-MlJob 'first-*' -Kind Training)
        $jobs.Count | Should -Be 4
        $jobs[0].TuningJobName | Should -Be 'first'
        $jobs[0].Hyperparameter['x'] | Should -BeOfType ([double])
    }

    It 'pipes a trial into the cmdlets of jobs' {
        $trial = Get-MlTrial first -First 1
        "$(($trial | Get-MlJobLog).Message)" | Should -BeLike 'epoch=1 loss=*'
        ($trial | Get-MlMetric).Value | Should -Be $trial.Value
    }

    It 'has its decisions as its log' {
        $lines = (Get-MlJobLog first).Message
        $lines[0] | Should -BeLike 'study first *4 trials of loss, seed 1.*'
        $lines[-1] | Should -Be 'study ended: Succeeded'
        @($lines -like 'trial ?: Succeeded with *').Count | Should -Be 4
    }

    It 'chooses the same values again with the same seed' {
        $null = Start-ShellStudy again 'echo "loss=$2"' | Wait-MlJob -Timeout 60
        (Get-MlTrial again).Value -join ' ' | Should -Be ((Get-MlTrial first).Value -join ' ')
    }

    It 'keeps its name to itself' {
        Start-ShellStudy first 'true' @{ ErrorVariable = 'problem'; ErrorAction = 'SilentlyContinue' } | Should -BeNullOrEmpty
        { Start-ShellStudy first 'true' @{ ErrorAction = 'Stop' } } | Should -Throw "*already a study 'first'*"
    }

    It 'goes on with -MaxTrials, and not without' {
        Resume-MlTuning first -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.Conflict,*'
        (Resume-MlTuning first -MaxTrials 6 -Wait).SucceededTrials | Should -Be 6
    }

    It 'is removed, and its jobs are not' {
        Remove-MlJob first -Confirm:$false
        Get-MlJob first -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        @(Get-MlJob 'first-*').Count | Should -Be 6
    }
}

Describe 'A search with pruning' {
    It 'stops what is not promising and says why' {
        $script = 'i=0; case $2 in 0.*|1.*|2.*|3.*|4.*) n=5;; *) n=6;; esac; while [ $i -lt $n ]; do [ $n = 5 -o $i -lt 3 ] && i=$((i+1)); echo "epoch=$i loss=$2"; sleep 0.02; done'
        $null = Start-ShellStudy pruned $script @{ MaxTrials = 8; Strategy = 'QuasiRandom'; Pruning = 'Median'; PruningOption = @{ StartupTrials = 1 } } | Wait-MlJob -Timeout 60
        $study = Get-MlJob pruned
        $study.Status | Should -Be 'Succeeded'
        $study.PrunedTrials | Should -BeGreaterThan 0
        $trial = Get-MlTrial pruned -Status Pruned -First 1
        $trial.StatusMessage | Should -Not -BeNullOrEmpty
        (Get-MlJob $trial.Name).Status | Should -Be 'Stopped'
    }
}

Describe 'Stop-MlJob on a search' {
    It 'stops its trials, and Resume-MlTuning goes on' {
        $null = Start-ShellStudy endless 'echo loss=1; sleep 600'
        while (@(Get-MlTrial endless -Status Running).Count -lt 2) { [Threading.Thread]::Sleep(50) }
        Resume-MlTuning endless -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].Exception.Message | Should -BeLike "The study 'endless' is being run by process * on * since *"

        (Stop-MlJob endless -PassThru | Wait-MlJob -Timeout 30).Status | Should -Be 'Stopped'
        @(Get-MlJob 'endless-*').Status | Should -Be @('Stopped', 'Stopped')
        (Get-MlTrial endless).Status | Should -Be @('Stopped', 'Stopped')
        Resume-MlTuning endless -WhatIf 6>&1 | Should -BeNullOrEmpty
        (Get-MlJob endless).Status | Should -Be 'Stopped'
    }
}

Describe 'Resume-MlTuning' {
    It 'says which study was meant' {
        Resume-MlTuning endles -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotFound,*'
        $problem[0].ErrorDetails.RecommendedAction | Should -Be "Did you mean 'endless'?"
    }

    It 'takes no path for a name' {
        Resume-MlTuning ../jobs -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotFound,*'
    }
}
